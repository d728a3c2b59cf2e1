// All that the page asks. Try them in GraphiQL, at /graphql.

const notification = `
  fragment NotificationParts on Notification {
    id
    cursor
    kind
    category
    count
    occurredAt
    readAt
    owner { id name }
    record {
      __typename
      ... on SleepDay { day sleepSeconds }
      ... on Activity { localDate title durationSeconds distanceMeters }
      ... on BodyMetric { localDate weightKilograms }
      ... on NutritionDay { day energyKilocalories waterMilliliters }
      ... on WellnessDay { day waterMilliliters }
      ... on JournalEntry { localDate occurredAt utcOffsetMinutes }
      ... on Meal { name energyKilocalories }
      ... on Supplement { name dose }
      ... on Water { volumeMilliliters }
    }
  }`;

const dashboard = `
  fragment DashboardParts on SharedDashboard {
    id
    customName
    iconColor
    pictureUrl
    categories
    sharedSince
    lastSyncAt
    groups { id name }
    owner { id name }
  }`;

/** Who someone is, who shares with them, and the newest of what they were told. */
export const overviewQuery = `
  query Overview {
    viewer {
      name
      email
      unreadNotificationCount
      dashboards(first: 100) { edges { node { ...DashboardParts } } }
      notifications(first: 20) {
        edges { node { ...NotificationParts } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
  ${dashboard}
  ${notification}`;

/** The next page of the list. */
export const olderQuery = `
  query Older($after: String!) {
    viewer {
      notifications(first: 20, after: $after) {
        edges { node { ...NotificationParts } }
        pageInfo { endCursor hasNextPage }
      }
    }
  }
  ${notification}`;

/** A dashboard with its days, as far as its owner shares them. */
export const daysQuery = `
  query Days($id: ID!, $from: LocalDate!, $to: LocalDate!) {
    node(id: $id) {
      ...DashboardParts
      ... on SharedDashboard {
        health {
          days(from: $from, to: $to) {
            date
            sleepSeconds { value }
            steps { value }
            weightKilograms { value }
            waterMilliliters { value }
            energyKilocalories { value }
            restingHeartRate { value }
            activities { durationSeconds duplicateOf { id } }
          }
        }
      }
    }
  }
  ${dashboard}`;

/** What comes after a cursor: first what was missed, then live, each once and in order. */
export const notificationAdded = `
  subscription NotificationAdded($after: String) {
    notificationAdded(after: $after) { ...NotificationParts }
  }
  ${notification}`;

export const markReadMutation = `
  mutation MarkRead($upTo: String!) {
    markNotificationsRead(input: { upTo: $upTo }) { unreadNotificationCount }
  }`;
