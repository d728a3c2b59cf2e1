/** FIT profile: mesg_num. */
export const messageNumbers = {
  fileId: 0,
  session: 18,
  lap: 19,
  record: 20,
  event: 21,
  activity: 34,
  heartRate: 132,
  fieldDescription: 206,
} as const;
