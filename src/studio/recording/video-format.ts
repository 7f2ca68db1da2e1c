import type { VideoCodec } from 'mediabunny';

export type Container = 'mp4' | 'webm';

/** A kind of file that this browser can write. */
export interface VideoFormat {
  readonly container: Container;
  readonly codec: VideoCodec;
  /** "MP4, H.264". */
  readonly name: string;
}

export interface VideoFormats {
  readonly formats: readonly VideoFormat[];
  /** What is not to be had, and why, a sentence; empty where everything is. */
  readonly missing: string;
}

/** The most widely played first. */
const CODECS: Readonly<Record<Container, readonly VideoCodec[]>> = {
  mp4: ['avc', 'hevc', 'av1'],
  webm: ['vp9', 'vp8', 'av1'],
};
const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  hevc: 'H.265',
  av1: 'AV1',
  vp9: 'VP9',
  vp8: 'VP8',
};
const CONTAINER_NAMES = { mp4: 'MP4', webm: 'WebM' } as const;

/** Whether the browser encodes a codec at a size. */
export type CanEncode = (codec: VideoCodec, size: { width: number; height: number }) => Promise<boolean>;

/** The files that this browser can write at a size in pixels, one of each container: with the first codec that it encodes. */
export async function videoFormats(
  size: { readonly width: number; readonly height: number },
  canEncode?: CanEncode,
): Promise<VideoFormats> {
  if (!canEncode && typeof VideoEncoder === 'undefined') {
    const missing = 'This browser cannot encode video (it has no WebCodecs). Save the trajectory as extXYZ instead.';
    return { formats: [], missing };
  }
  const can = canEncode ?? (await import('mediabunny')).canEncodeVideo;
  const formats: VideoFormat[] = [];
  const lacking: string[] = [];
  for (const container of ['mp4', 'webm'] as const) {
    const codec = await firstOf(CODECS[container], (each) => can(each, size));
    if (codec) formats.push({ container, codec, name: `${CONTAINER_NAMES[container]}, ${CODEC_NAMES[codec]}` });
    else
      lacking.push(`${CONTAINER_NAMES[container]}: ${CODECS[container].map((each) => CODEC_NAMES[each]).join(', ')}`);
  }
  if (lacking.length === 0) return { formats, missing: '' };
  const at = `at ${size.width} × ${size.height} pixels`;
  const missing = `This browser does not encode, ${at}, what these files need (${lacking.join('; ')}).`;
  return { formats, missing: formats.length > 0 ? missing : `${missing} Try another size or another browser.` };
}

async function firstOf<Item>(items: readonly Item[], isWanted: (item: Item) => Promise<boolean>) {
  for (const item of items) if (await isWanted(item)) return item;
  return undefined;
}
