export interface Citation {
  readonly key: string;
  readonly kind: 'article' | 'inproceedings' | 'misc';
  readonly authors: string;
  readonly title: string;
  readonly venue: string;
  readonly year: number;
  readonly url: string;
  /** What it stands for in this studio. */
  readonly role: string;
}

export interface CitationGroup {
  readonly title: string;
  readonly citations: readonly Citation[];
}

export const citationGroups: readonly CitationGroup[] = [
  {
    title: 'Method',
    citations: [
      {
        key: 'khastagir2025cryslllmgen',
        kind: 'misc',
        authors:
          'Khastagir, Subhojyoti and Das, Kishalay and Goyal, Pawan and Lee, Seung-Cheol and Bhattacharjee, Satadeep and Ganguly, Niloy',
        title: 'LLM Meets Diffusion: A Hybrid Framework for Crystal Material Generation',
        venue: 'arXiv:2510.23040',
        year: 2025,
        url: 'https://arxiv.org/abs/2510.23040',
        role: 'CrysLLMGen: a language model drafts, a diffusion model refines from τ.',
      },
      {
        key: 'gruver2024llm',
        kind: 'inproceedings',
        authors:
          'Gruver, Nate and Sriram, Anuroop and Madotto, Andrea and Wilson, Andrew Gordon and Zitnick, C. Lawrence and Ulissi, Zachary',
        title: 'Fine-Tuned Language Models Generate Stable Inorganic Materials as Text',
        venue: 'International Conference on Learning Representations',
        year: 2024,
        url: 'https://arxiv.org/abs/2402.04379',
        role: 'Crystals as text, and the wording of the prompts.',
      },
      {
        key: 'jiao2023diffcsp',
        kind: 'inproceedings',
        authors:
          'Jiao, Rui and Huang, Wenbing and Lin, Peijia and Han, Jiaqi and Chen, Pin and Lu, Yutong and Liu, Yang',
        title: 'Crystal Structure Prediction by Joint Equivariant Diffusion',
        venue: 'Advances in Neural Information Processing Systems',
        year: 2023,
        url: 'https://arxiv.org/abs/2309.04475',
        role: 'DiffCSP: the denoiser CSPNet and its diffusion process.',
      },
    ],
  },
  {
    title: 'Data',
    citations: [
      {
        key: 'jain2013materialsproject',
        kind: 'article',
        authors:
          'Jain, Anubhav and Ong, Shyue Ping and Hautier, Geoffroy and Chen, Wei and Richards, William Davidson and Dacek, Stephen and Cholia, Shreyas and Gunter, Dan and Skinner, David and Ceder, Gerbrand and Persson, Kristin A.',
        title: 'Commentary: The Materials Project: A materials genome approach to accelerating materials innovation',
        venue: 'APL Materials 1, 011002',
        year: 2013,
        url: 'https://doi.org/10.1063/1.4812323',
        role: 'The crystals that the models learnt from, under CC-BY 4.0.',
      },
      {
        key: 'xie2022cdvae',
        kind: 'inproceedings',
        authors: 'Xie, Tian and Fu, Xiang and Ganea, Octavian-Eugen and Barzilay, Regina and Jaakkola, Tommi',
        title: 'Crystal Diffusion Variational Autoencoder for Periodic Material Generation',
        venue: 'International Conference on Learning Representations',
        year: 2022,
        url: 'https://arxiv.org/abs/2110.06197',
        role: 'MP-20, the selection from the Materials Project, and its splits.',
      },
      {
        key: 'castelli2012perovskites',
        kind: 'article',
        authors:
          'Castelli, Ivano E. and Landis, David D. and Thygesen, Kristian S. and Dahl, Søren and Chorkendorff, Ib and Jaramillo, Thomas F. and Jacobsen, Karsten W.',
        title:
          'New cubic perovskites for one- and two-photon water splitting using the computational materials repository',
        venue: 'Energy & Environmental Science 5, 9034–9043',
        year: 2012,
        url: 'https://doi.org/10.1039/C2EE22341D',
        role: 'Perov-5, on which the denoiser is measured as well.',
      },
    ],
  },
  {
    title: 'Checks',
    citations: [
      {
        key: 'davies2019smact',
        kind: 'article',
        authors:
          'Davies, Daniel W. and Butler, Keith T. and Jackson, Adam J. and Skelton, Jonathan M. and Morita, Kazuki and Walsh, Aron',
        title: 'SMACT: Semiconducting Materials by Analogy and Chemical Theory',
        venue: 'Journal of Open Source Software 4, 1361',
        year: 2019,
        url: 'https://doi.org/10.21105/joss.01361',
        role: 'The rule and the oxidation states of the charge balance.',
      },
    ],
  },
];

const containers = { article: 'journal', inproceedings: 'booktitle', misc: 'howpublished' } as const;

/** BibTeX of one citation; titles are braced so that styles keep their capitals. */
export function toBibtex(citation: Citation): string {
  const fields: readonly (readonly [string, string])[] = [
    ['author', citation.authors],
    ['title', `{${citation.title}}`],
    [containers[citation.kind], citation.venue.replaceAll('&', '\\&').replaceAll('–', '--')],
    ['year', String(citation.year)],
    ['url', citation.url],
  ];
  const lines = fields.map(([name, value]) => `  ${name} = {${value}}`);
  return `@${citation.kind}{${citation.key},\n${lines.join(',\n')}\n}\n`;
}

/** "Khastagir, S. et al." in full surnames: the first author, and whether there are more. */
export function shortAuthors(authors: string): string {
  const all = authors.split(' and ').map((author) => author.split(',')[0] ?? author);
  return all.length > 2 ? `${all[0]} et al.` : all.join(' and ');
}
