import { describe, expect, it } from 'vitest';
import { citationGroups, shortAuthors, toBibtex } from './citations';

const all = citationGroups.flatMap(({ citations }) => citations);

describe('citations', () => {
  it('are BibTeX with balanced braces and keys of their own', () => {
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
    for (const citation of all) {
      const entry = toBibtex(citation);
      expect(entry.split('{').length, citation.key).toBe(entry.split('}').length);
      expect(entry, citation.key).toMatch(/^@(article|inproceedings|misc)\{\w+,\n {2}author = /);
      expect(entry.replaceAll('\\&', ''), citation.key).not.toContain('&');
    }
  });

  it('shorten author lists', () => {
    expect(shortAuthors('Jiao, Rui and Huang, Wenbing and Lin, Peijia')).toBe('Jiao et al.');
    expect(shortAuthors('Curie, Marie and Curie, Pierre')).toBe('Curie and Curie');
    expect(shortAuthors('{The Tau Studio authors}')).toBe('{The Tau Studio authors}');
  });
});
