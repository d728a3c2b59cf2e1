import { byId, element, show } from './elements.js';
import { markReadMutation, olderQuery } from './operations.js';
import { deed, moment, summary } from './words.js';

/** The list of what the viewer was told, newest first. @param nameOf what the viewer calls someone */
export function createNotifications(ask, nameOf) {
  const list = byId('notifications');
  const known = new Set();
  let newest = null;
  let older = null;
  let unread = 0;
  /** What was told since the list was last asked for. */
  let meanwhile = [];

  const nameOfOwner = ({ owner }) => nameOf(owner.id) ?? owner.name ?? 'Someone';

  function itemOf(notification) {
    const line = summary(notification);
    return element(
      'li',
      { class: 'notification', 'data-unread': notification.readAt === null },
      element(
        'p',
        {},
        element('strong', {}, element('bdi', {}, nameOfOwner(notification))),
        ` ${deed(notification)}`,
        element('span', { class: 'unseen if-unread' }, ' (new)'),
      ),
      line === '' ? null : element('p', { class: 'summary' }, element('bdi', {}, line)),
      element('time', { class: 'hint', datetime: notification.occurredAt }, moment(notification.occurredAt)),
    );
  }

  function count(now) {
    unread = now;
    byId('unread').textContent = unread > 0 ? `${unread} new` : '';
    document.title = unread > 0 ? `(${unread}) Live · Vitalgate` : 'Live · Vitalgate';
    show(byId('mark-read'), unread > 0);
    show(byId('no-notifications'), known.size === 0);
  }

  function append({ edges, pageInfo }) {
    for (const { node } of edges) {
      if (known.has(node.id)) continue;
      known.add(node.id);
      list.append(itemOf(node));
    }
    older = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    show(byId('older'), older !== null);
  }

  /** @returns whether it was not there yet */
  function put(notification) {
    if (known.has(notification.id)) return false;
    known.add(notification.id);
    list.prepend(itemOf(notification));
    count(unread + 1);
    return true;
  }

  byId('older').addEventListener('click', async () =>
    append((await ask(olderQuery, { after: older })).viewer.notifications),
  );

  byId('mark-read').addEventListener('click', async () => {
    const { markNotificationsRead } = await ask(markReadMutation, { upTo: newest });
    for (const item of list.children) item.removeAttribute('data-unread');
    count(markNotificationsRead.unreadNotificationCount);
    // The button that had the focus is gone.
    if (unread === 0) byId('notifications-title').focus();
  });

  return {
    /** Where to go on: the cursor of the newest that was told. */
    place: {
      read: () => newest,
      forget: () => (newest = null),
    },

    /** Shows the list anew. @param reading the viewer, with the newest page, who was asked for just now */
    async replace(reading) {
      const later = (meanwhile = []);
      const { notifications, unreadNotificationCount } = await reading;
      known.clear();
      list.replaceChildren();
      newest ??= notifications.edges[0]?.node.cursor ?? null;
      append(notifications);
      count(unreadNotificationCount);
      later.forEach(put);
    },

    /** Puts one on top, and has it said aloud. */
    add(notification) {
      newest = notification.cursor;
      meanwhile.push(notification);
      if (!put(notification)) return;
      byId('announcement').textContent =
        `${nameOfOwner(notification)} ${deed(notification)}. ${summary(notification)}`.trim();
    },
  };
}
