import { StructureFileError } from './structure-file-error';

export interface DecodedText {
  /** Lines end in `\n`; no byte order mark. */
  readonly text: string;
  /** Sentences for the user: what was assumed about the encoding. */
  readonly notes: readonly string[];
}

const SAMPLE_BYTES = 4096;

/**
 * Text of a file in UTF-8 or UTF-16, with or without a byte order mark; what is neither is taken for Windows-1252, as old
 * programs wrote it, with a note. Throws StructureFileError for compressed and binary files.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length === 0) throw new StructureFileError(undefined, 'The file is empty.');
  const binary = binaryKind(bytes);
  if (binary) throw new StructureFileError(undefined, `The file is ${binary}, not text. Unpack or convert it first.`);
  const notes: string[] = [];
  let text: string;
  const wide = utf16Of(bytes);
  if (wide) {
    if (bytes.length % 2 !== 0) {
      throw new StructureFileError(undefined, 'The file is UTF-16 but has an odd number of bytes: it was cut off.');
    }
    text = new TextDecoder(wide.encoding).decode(bytes);
    if (!wide.isMarked) notes.push('The file is UTF-16 without a byte order mark.');
  } else {
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder('windows-1252').decode(bytes);
      notes.push('The file is not UTF-8. It was read as Windows-1252; letters outside ASCII may be wrong.');
    }
  }
  text = text.replace(/\r\n?/g, '\n');
  checkCharacters(text);
  if (!/\s$/.test(text) && !/[}\]]$/.test(text)) {
    notes.push('The last line has no line break. If the file was cut off there, its last value is incomplete.');
  }
  return { text, notes };
}

function binaryKind([first, second, third, fourth]: Uint8Array): string | undefined {
  if (first === 0x1f && second === 0x8b) return 'compressed by gzip';
  if (first === 0x50 && second === 0x4b && third === 3 && fourth === 4) return 'a ZIP archive';
  if (first === 0x89 && second === 0x50) return 'a PNG picture';
  if (first === 0x25 && second === 0x50 && third === 0x44) return 'a PDF document';
  return undefined;
}

/** By the byte order mark, or by a zero in every other byte, as ASCII text has it. */
function utf16Of(bytes: Uint8Array): { readonly encoding: string; readonly isMarked: boolean } | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', isMarked: true };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', isMarked: true };
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const zeros = [0, 0];
  sample.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2]++;
  });
  const most = 0.4 * sample.length;
  if (zeros[1] > most && zeros[0] === 0) return { encoding: 'utf-16le', isMarked: false };
  if (zeros[0] > most && zeros[1] === 0) return { encoding: 'utf-16be', isMarked: false };
  return undefined;
}

function checkCharacters(text: string): void {
  const at = text.search(/(?![\t\n\f])[\p{Cc}\p{Noncharacter_Code_Point}](?<![\u0080-\u009f])/u);
  if (at < 0) return;
  const line = text.slice(0, at).split('\n').length;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  throw new StructureFileError(
    line,
    `There is a control character (U+${code}), which no text file holds: the file is binary or damaged.`,
  );
}
