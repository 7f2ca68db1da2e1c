import { describe, expect, it } from 'vitest';
import { StudioError, throwIfAborted } from './errors';

describe('StudioError', () => {
  it('crosses a structured clone as a record', () => {
    const error = new StudioError('model-corrupt', 'Damaged.', 'hash differs');
    const copy = StudioError.fromRecord(structuredClone(error.toRecord()));
    expect(copy).toBeInstanceOf(StudioError);
    expect(copy.toRecord()).toEqual({ code: 'model-corrupt', message: 'Damaged.', detail: 'hash differs' });
    expect(new StudioError('internal', 'x').toRecord()).toEqual({ code: 'internal', message: 'x' });
  });

  it('tells aborts and exhausted memory from the rest', () => {
    const abort = new DOMException('stop', 'AbortError');
    expect(StudioError.from(abort, 'download-failed').code).toBe('aborted');
    expect(StudioError.from(new RangeError('Array buffer allocation failed')).code).toBe('out-of-memory');
    expect(StudioError.from(new RangeError('Invalid time value'), 'internal').code).toBe('internal');
    expect(StudioError.from('words', 'inference-failed')).toMatchObject({ code: 'inference-failed', message: 'words' });
    const own = new StudioError('unsupported', 'No.');
    expect(StudioError.from(own, 'internal')).toBe(own);
  });

  it('is thrown once a signal has fired', () => {
    expect(() => throwIfAborted(new AbortController().signal)).not.toThrow();
    expect(() => throwIfAborted(AbortSignal.abort())).toThrow(StudioError);
  });
});
