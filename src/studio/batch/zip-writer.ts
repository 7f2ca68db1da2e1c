import { strToU8, Zip, ZipDeflate } from 'fflate';

/** Writes a zip file piece by piece, so that no more than one entry is held beside what is compressed already. */
export class ZipWriter {
  private readonly chunks: Uint8Array<ArrayBuffer>[] = [];
  private readonly modified: Date;
  private readonly zip: Zip;
  private failure: Error | undefined;

  /** @param modified what each entry is dated */
  constructor(modified: Date) {
    this.modified = modified;
    this.zip = new Zip((error, chunk) => {
      if (error) this.failure = error;
      else this.chunks.push(chunk as Uint8Array<ArrayBuffer>);
    });
  }

  /** Throws what the compressor threw. */
  add(name: string, text: string): void {
    const entry = new ZipDeflate(name, { level: 6 });
    entry.mtime = this.modified;
    this.zip.add(entry);
    entry.push(strToU8(text), true);
    if (this.failure) throw this.failure;
  }

  /** The file in pieces; nothing can be added afterwards. */
  end(): Uint8Array<ArrayBuffer>[] {
    this.zip.end();
    if (this.failure) throw this.failure;
    return this.chunks;
  }
}
