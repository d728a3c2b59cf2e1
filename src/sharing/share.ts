import type { DataAccess } from './access.ts';
import type { Category, NotifiableCategory } from './categories.ts';

/** What someone shares: categories of local dates, both ends inclusive and open where `null`. */
export interface ShareTerms {
  startDate: string | null;
  endDate: string | null;
  include: Category[];
  /** Of these the viewer is told when something new comes in, as far as they are included. */
  notify: NotifiableCategory[];
  description: string | null;
}

export interface Share extends ShareTerms {
  id: string;
  number: number;
  ownerId: string;
  viewerId: string;
  createdAt: string;
  updatedAt: string;
  endedAt: string | null;
  endedBy: 'OWNER' | 'VIEWER' | null;
}

/** A share that waits for whoever has an e-mail address. */
export interface Invitation extends ShareTerms {
  id: string;
  ownerId: string;
  email: string;
  createdAt: string;
  expiresAt: string;
}

/** How a viewer sees one owner. */
export interface Dashboard {
  id: string;
  viewerId: string;
  ownerId: string;
  ownerNumber: number;
  ownerName: string | null;
  ownerImage: string | null;
  customName: string | null;
  iconColor: string | null;
  pictureId: string | null;
  /** When the first of the shares began that are live since without a gap. */
  sharedSince: string;
  updatedAt: string;
  /** The groups of the viewer that it is in. */
  groupIds: string[];
  /** What its owner shares, where that was read along with it. */
  access?: DataAccess | null;
}

/** A viewer's own selection of dashboards. */
export interface DashboardGroup {
  id: string;
  viewerId: string;
  name: string;
  createdAt: string;
  updatedAt: string;
  /** Whose dashboards are in it. */
  ownerIds: string[];
}
