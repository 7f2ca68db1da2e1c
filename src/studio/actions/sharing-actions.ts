import { whyNotLinked } from '../sharing/linked-run';
import type { Action } from './action';

export const copyLink: Action = {
  id: 'copy-link',
  name: 'Copy link',
  isEnabled: (state) => whyNotLinked(state) === undefined,
  whyNot: whyNotLinked,
  perform: ({ session }) => session.copyLink(),
};
