/** What GraphiQL opens with: one tab each. Its dates are those of the week before `now`. */
export const exampleOperations = (now: Date): string[] => [
  `# Put your token under Headers: {"Authorization": "Bearer …"}
# The gateway prints one when it starts with demo people;
# npx vitalgate token issue makes another.
query MyActivities {
  viewer {
    name
    health {
      activities(first: 10) {
        totalCount
        pageInfo { hasNextPage endCursor }
        edges {
          node { id title sport localDate durationSeconds distanceMeters averageHeartRate load }
        }
      }
    }
  }
}
`,
  `# One run with its laps, and its streams thinned to 100 points.
query LastRun {
  viewer {
    health {
      activities(first: 1, filter: { sports: ["running"] }) {
        edges {
          node {
            title
            startedAt
            laps { number durationSeconds distanceMeters averageHeartRate }
            streams(kinds: [HEART_RATE, SPEED], maxPoints: 100) { kind offsetsSeconds values }
            file { name url }
            fitUrl
          }
        }
      }
    }
  }
}
`,
  `# What the days were like, with the source that won.
query MyDays {
  viewer {
    health {
      days(from: "${dateBefore(now, 7)}", to: "${dateBefore(now, 1)}") {
        date
        steps { value source { origin devices } }
        sleepSeconds { value }
        weightKilograms { value }
        restingHeartRate { value }
        activityCount
      }
      series(metric: HEART_RATE, bucket: HOUR, from: "${dateBefore(now, 2)}T00:00:00Z", to: "${dateBefore(now, 1)}T00:00:00Z") {
        starts
        average
      }
    }
  }
}
`,
  `mutation WriteDown {
  createActivity(
    input: {
      sport: "yoga"
      title: "Evening yoga"
      startedAt: "2026-03-01T18:30:00+01:00"
      durationSeconds: 2700
      perceivedExertion: 3
      externalId: "my-diary-2026-03-01"
    }
  ) {
    created
    activity { id localDate load }
  }
}
`,
];

const dateBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
