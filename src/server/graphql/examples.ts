/** What GraphiQL opens with: one tab each. */
export const exampleOperations = [
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
      days(from: "2026-11-16", to: "2026-11-22") {
        date
        steps { value source { origin devices } }
        sleepSeconds { value }
        weightKilograms { value }
        restingHeartRate { value }
        activityCount
      }
      series(metric: HEART_RATE, bucket: HOUR, from: "2026-11-20T00:00:00+01:00", to: "2026-11-21T00:00:00+01:00") {
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
