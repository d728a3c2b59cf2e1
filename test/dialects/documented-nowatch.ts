/**
 * The facts of the vendor's document: each operation with the JSON of its example request as it stands there, and what it answers, field
 * by field with their types. A `?` before a type: the field may be absent. Statuses are ours, the document has none.
 */

export interface DocumentedOperation {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: string;
  /** The example request. */
  request?: Readonly<Record<string, string>>;
  /** Whether the request is a form and not JSON. */
  isForm?: true;
  status: number;
  answer: DocumentedAnswer;
}

/** The fields of an object, or of the objects of a list; a fixed status; text; or no content. */
export type DocumentedAnswer =
  | { object: Readonly<Record<string, string>> }
  | { list: Readonly<Record<string, string>> }
  | 'success'
  | 'string'
  | 'nothing';

/** `SharedEntity`. */
export const sharedEntity = {
  fromId: 'string',
  fromEmail: 'string',
  toId: 'string',
  toEmail: 'string',
  sharedSince: 'iso',
  created: 'iso',
  lastUpdated: 'iso',
  customName: 'string',
  iconColor: 'string',
  // Of every other text it is our decision that it is never empty.
  customProfilePicture: 'text',
  groupIds: 'strings',
  lastSyncAt: '?iso',
};

export const group = {
  id: 'string',
  userId: 'string',
  name: 'string',
  created: 'iso',
  lastUpdated: 'iso',
  userIds: 'strings',
  users: 'array',
};

const uid = 'uid_42de8e6bedc4c4520572e33cad742387FNzK76rO/6weZ7SdXmntf/IKcuWal2Nca++pLMMTIu3QJHrDYDsQ0xJ9NrpntWz5';
const groupPath = '/v1/shared/groups/{groupId}';
const member = { userId: 'a1b2c3d4-e5f6-7890-1234-567890abcdef' };

/** All eleven, in an order in which each finds what it is about. */
export const documentedOperations: readonly DocumentedOperation[] = [
  // The document's `{}` is of a CreateGroupDto whose fields it does not show.
  { method: 'POST', path: '/v1/shared/groups', request: {}, status: 201, answer: 'nothing' },
  { method: 'POST', path: `${groupPath}/members`, request: member, status: 200, answer: 'success' },
  {
    method: 'POST',
    path: '/v1/shared/custom',
    request: { userId: 'string', customName: 'string', iconColor: 'string' },
    status: 200,
    answer: { object: sharedEntity },
  },
  {
    method: 'POST',
    path: '/v1/shared/custom/profile-picture',
    request: { userId: 'string', file: 'string' },
    isForm: true,
    status: 200,
    answer: 'string',
  },
  { method: 'GET', path: '/v1/shared', status: 200, answer: { list: sharedEntity } },
  { method: 'GET', path: '/v1/shared/groups', status: 200, answer: { list: group } },
  { method: 'PATCH', path: groupPath, request: {}, status: 200, answer: 'nothing' },
  {
    method: 'DELETE',
    path: '/v1/shared/custom/profile-picture',
    request: { userId: 'string' },
    status: 200,
    answer: 'success',
  },
  { method: 'DELETE', path: `${groupPath}/members`, request: member, status: 200, answer: 'success' },
  { method: 'DELETE', path: groupPath, status: 200, answer: 'success' },
  { method: 'DELETE', path: '/v1/shared', request: { userId: uid }, status: 200, answer: 'success' },
];
