import { z } from 'zod';

const instant = z.iso.datetime();
const personId = z.string().meta({ description: 'A person: `per_…`' });
const groupIds = z.array(z.string()).meta({ description: 'Your groups that the person is in' });

/** How you see someone who shares with you. */
export const sharedEntity = z.object({
  fromId: personId,
  fromEmail: z.string(),
  toId: personId,
  toEmail: z.string(),
  sharedSince: instant,
  created: instant,
  lastUpdated: instant,
  customName: z.string().meta({ description: 'Without one of yours the name of the person' }),
  iconColor: z.string().meta({ description: 'Without one of yours always the same for one person' }),
  customProfilePicture: z
    .string()
    .meta({ description: 'An address that works for seven days without a token; empty: there is no picture' }),
  groupIds,
  lastSyncAt: instant.optional().meta({ description: 'When the newest came in of what you may see' }),
});
export type SharedEntity = z.output<typeof sharedEntity>;

export const group = z.object({
  id: z.string().meta({ description: 'A group: `grp_…`' }),
  userId: personId,
  name: z.string(),
  created: instant,
  lastUpdated: instant,
  userIds: z.array(personId),
  users: z.array(sharedEntity),
});
export type Group = z.output<typeof group>;

export const success = z.object({ status: z.literal('success') });
export const succeeded: z.output<typeof success> = { status: 'success' };

const text = z.string('must be text');
const userId = text.min(1, 'must not be empty').meta({ description: '`fromId` of the person who shares with you' });
const body = <Shape extends z.ZodRawShape>(shape: Shape) => z.object(shape, 'must be a JSON object');

/** Who is meant. */
export const personBody = body({ userId });

export const customBody = body({
  userId,
  customName: text.meta({ description: '1 to 100 characters; empty: the name of the person again' }),
  iconColor: text.meta({ description: '1 to 32 characters; empty: the colour that the person has by default' }),
});

export const groupBody = body({ name: text.meta({ description: '1 to 100 characters' }) });

export const groupPath = z.object({ groupId: z.string() });
