import type { Client } from '../accounts/clients.service.ts';

/**
 * Where people may be sent back to. Of Vitalgate's own pages only the path is stored: the gateway's address may be another one after the
 * next start, and on another process.
 */
export const addressesOf = ({ redirectUris }: Pick<Client, 'redirectUris'>, gateway: string): string[] =>
  redirectUris.map((uri) => (uri.startsWith('/') ? `${gateway}${uri}` : uri));
