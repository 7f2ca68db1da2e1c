/** Which part of src/ may import which: the arrows of the design, and nothing else. */
const mayImport = {
  crystal: [],
  runtime: [],
  language: ['crystal', 'runtime'],
  diffusion: ['crystal', 'runtime'],
  viewer: ['crystal', 'runtime'],
  generation: ['language', 'diffusion', 'crystal', 'runtime'],
  report: ['generation', 'language', 'crystal', 'runtime'],
  cli: ['report', 'generation', 'language', 'diffusion', 'crystal', 'runtime'],
  studio: ['report', 'generation', 'language', 'diffusion', 'viewer', 'crystal', 'runtime'],
};

const directions = Object.entries(mayImport).map(([part, others]) => ({
  name: `${part}-imports`,
  comment: `${part} may import ${others.join(', ') || 'no other part'}`,
  severity: 'error',
  from: { path: `^src/${part}/` },
  to: { path: '^src/', pathNot: `^src/(${[part, ...others].join('|')})/` },
}));

export default {
  forbidden: [
    ...directions,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'react-stays-in-the-studio',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/studio/' },
      to: { path: 'node_modules/(react|react-dom|react-aria-components|zustand)/' },
    },
    {
      name: 'three-stays-in-the-viewer',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/viewer/' },
      to: { path: 'node_modules/three/' },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.tsx?$|/testing/)' },
      to: { path: '(\\.test\\.tsx?$|/testing/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'default', 'types'],
    },
  },
};
