import { notifications } from '../gateway/notifications.ts';
import type { TestPerson } from '../gateway/people.ts';
import type { TestGateway } from '../gateway/test-gateway.ts';

/** One drinks a glass, or some in one request, which tells of each by itself. */
export async function drinks(who: TestPerson, glasses = 1): Promise<void> {
  const input = '{ occurredAt: "2026-01-16T08:00:00Z", volumeMilliliters: 200 }';
  const each = Array.from({ length: glasses }, (_, index) => `a${index}: logWater(input: ${input}) { created }`);
  await who.gets(`mutation { ${each.join(' ')} }`);
}

/** The cursors of all that a viewer is shown, the oldest first. */
export async function wholeLog(who: TestPerson): Promise<string[]> {
  const read: string[] = [];
  for (let after = ''; ;) {
    const page = await notifications<{ cursor: string }>(who, `(first: 200${after})`, 'cursor');
    read.push(...page.map(({ cursor }) => cursor));
    if (page.length < 200) return read.toReversed();
    after = `, after: "${page.at(-1)?.cursor}"`;
  }
}

/**
 * Puts so many more of someone's last notification into their log. Written straight into it: to log thousands of records takes minutes, and
 * nothing of them matters but that they are there.
 */
export async function repeatLast(gateway: TestGateway, { id }: TestPerson, times: number): Promise<void> {
  const em = gateway.orm.em.fork();
  await em.execute(
    `with counter as (
      update notification_counters set last = last + ? where viewer_id = ? returning viewer_id, last
    )
    insert into notifications
      (viewer_id, number, id, kind, category, count, owner_id, share_id, record_type, record_id, local_date, occurred_at)
    select n.viewer_id, n.number + more, gen_random_uuid(), n.kind, n.category, n.count, n.owner_id, n.share_id, n.record_type, n.record_id,
      n.local_date, n.occurred_at
    from counter c
    join notifications n on n.viewer_id = c.viewer_id and n.number = c.last - ?
    cross join generate_series(1, ?) as more`,
    [times, id, times, times],
  );
}
