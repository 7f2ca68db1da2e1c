import { describe, expect, it } from 'vitest';
import { videoFormats } from './video-format';

const size = { width: 1280, height: 720 };
const with_ =
  (...codecs: string[]) =>
  async (codec: string) =>
    codecs.includes(codec);

describe('the video files that a browser can write', () => {
  it('are MP4 and WebM, each with the most widely played codec that it encodes', async () => {
    const { formats, missing } = await videoFormats(size, with_('avc', 'av1', 'vp8', 'vp9'));
    expect(formats.map(({ name }) => name)).toEqual(['MP4, H.264', 'WebM, VP9']);
    expect(missing).toBe('');
  });

  it('are named with what is missing for the others', async () => {
    const { formats, missing } = await videoFormats(size, with_('vp8'));
    expect(formats).toEqual([{ container: 'webm', codec: 'vp8', name: 'WebM, VP8' }]);
    expect(missing).toBe(
      'This browser does not encode, at 1280 × 720 pixels, what these files need (MP4: H.264, H.265, AV1).',
    );
    expect((await videoFormats(size, with_())).missing).toMatch(/WebM: VP9, VP8, AV1.* Try another size/);
  });

  it('are none where there is no encoder', async () => {
    expect(await videoFormats(size)).toMatchObject({ formats: [], missing: expect.stringMatching(/no WebCodecs/) });
  });
});
