import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Category } from '../sharing/categories.ts';

/** One of the sources that a person prefers for a category. */
export const SourcePreferenceEntity = defineEntity({
  name: 'SourcePreference',
  tableName: 'source_preferences',
  properties: {
    ownerId: p.uuid().primary(),
    category: p.text().$type<Category>().primary(),
    /** From 1, the most preferred. */
    rank: p.smallint().primary(),
    /** `null`: the person themself. */
    clientId: p.text().nullable(),
    /** `null`: any device of the client. */
    device: p.text().nullable(),
  },
});
