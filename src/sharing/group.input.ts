import { z } from 'zod';
import { text } from '../platform/fields.ts';

/** A group of dashboards, as its viewer calls it. */
export const groupDraft = z.object({ name: text(100).trim().min(1, 'must not be empty') });
