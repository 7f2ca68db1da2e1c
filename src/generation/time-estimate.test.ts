import { describe, expect, it } from 'vitest';
import { SpeedRecord } from './time-estimate';

describe('SpeedRecord', () => {
  it('knows nothing before it has seen anything', () => {
    const speed = new SpeedRecord();
    expect(speed.draftSeconds(100)).toBeUndefined();
    expect(speed.evaluationSeconds(1, 5)).toBeUndefined();
  });

  it('scales tokens linearly and evaluations with the atom pairs', () => {
    const speed = new SpeedRecord();
    speed.observeDraft(50, 1);
    speed.observeEvaluation(1, 10, 0.006);
    expect(speed.draftSeconds(100)).toBeCloseTo(2, 12);
    expect(speed.evaluationSeconds(1, 10)).toBeCloseTo(0.006, 12);
    // 1,600 + 20 pairs against 100 + 20.
    expect(speed.evaluationSeconds(4, 20)).toBeCloseTo((0.006 * 1620) / 120, 12);
  });

  it('is not misled by an outlier, and forgets the past', () => {
    const speed = new SpeedRecord();
    for (let i = 0; i < 10; i++) speed.observeEvaluation(1, 10, i === 3 ? 5 : 0.006);
    expect(speed.evaluationSeconds(1, 10)).toBeCloseTo(0.006, 12);
    for (let i = 0; i < 40; i++) speed.observeEvaluation(1, 10, 0.012);
    expect(speed.evaluationSeconds(1, 10)).toBeCloseTo(0.012, 12);
  });

  it('ignores an empty draft', () => {
    const speed = new SpeedRecord();
    speed.observeDraft(0, 1);
    expect(speed.draftSeconds(10)).toBeUndefined();
  });
});
