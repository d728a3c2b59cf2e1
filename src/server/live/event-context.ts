import type { EntityManager } from '@mikro-orm/postgresql';
import type { LiveContext } from '../../live/notification-added.graphql.ts';
import type { Following } from '../../live/following.ts';
import type { Viewer } from '../../platform/context.ts';
import type { Gateway } from '../gateway.ts';
import type { GraphqlContext } from '../graphql/context.ts';

/**
 * The context of one event. What few events need is made when it is asked for: most are told without a statement, and an EntityManager
 * takes as long to make as all the rest.
 */
export class EventContext implements LiveContext, GraphqlContext {
  readonly gateway: Gateway;
  readonly viewer: Viewer;
  readonly following: Following;
  readonly door = 'LIVE';
  readonly now = now;
  private knownEm: EntityManager | undefined;
  private knownMemo: Map<unknown, unknown> | undefined;

  constructor(gateway: Gateway, viewer: Viewer, following: Following) {
    this.gateway = gateway;
    this.viewer = viewer;
    this.following = following;
  }

  get em(): EntityManager {
    return (this.knownEm ??= this.gateway.orm.em.fork());
  }

  get memo(): Map<unknown, unknown> {
    return (this.knownMemo ??= new Map());
  }

  get readNotes() {
    return this.gateway.readNotes;
  }

  get doorbell() {
    return this.gateway.doorbell;
  }

  get forgetTokens() {
    return this.gateway.bearer.forget;
  }

  get shelf() {
    return this.gateway.shelf;
  }

  get pictures() {
    return this.gateway.pictures;
  }

  get publicUrl(): string {
    return this.gateway.publicUrl();
  }
}

const now = (): Date => new Date();
