import type { Dialect } from '../kit/dialect.ts';
import { envelope, errorBody } from './envelope.ts';

export const dambel: Dialect = {
  name: 'dambel',
  title: 'Vitalgate: the Dambel API of shared trackers',
  version: '1.0.0',
  description:
    'For clients that were written for Dambel: change the base URL, and they share trackers here. ' +
    'Field by field it is told in `src/dialects/dambel/README.md`.',
  base: '/api/v1/tracker',
  envelope,
  errorBody,
};
