import type { Dialect } from '../kit/dialect.ts';
import { envelope, errorBody } from './envelope.ts';

export const nowatch: Dialect = {
  name: 'nowatch',
  title: 'Vitalgate: the NOWATCH API for what others share',
  version: '0.9.0',
  description:
    'For clients that were written for NOWATCH, version 0.9: change the base URL, and their dashboards of other people work. ' +
    'Field by field it is told in `src/dialects/nowatch/README.md`.',
  base: '/v1',
  envelope,
  errorBody,
};
