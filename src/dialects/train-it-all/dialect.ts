import type { Dialect } from '../kit/dialect.ts';
import { envelope, errorBody } from './envelope.ts';

export const trainItAll: Dialect = {
  name: 'train-it-all',
  title: 'Vitalgate: the Train it All external API',
  version: '1.0.0',
  description:
    'For clients that were written for the Train it All External API v1: change the base URL, and they work. ' +
    'Field by field it is told in `src/dialects/train-it-all/README.md`.',
  base: '/api/external/v1',
  envelope,
  errorBody,
};
