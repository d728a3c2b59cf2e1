/** The types of the API, as a person picks them: main types with their sub-types. */
const tree = {
  Other:
    'Basketball, Boxing, Climbing, Driving, Flying, Football, Gardening, Kitesurf, Sailing, Soccer, Tennis, Volleyball, Windsurf',
  Running: 'Hashing, Hills, Intervals, Orienteering, Race, Road, Snowshoe, Speed, Stair, Track, Trail, Treadmill',
  Cycling: 'Hills, Indoor, Intervals, Mountain, Race, Road, Rollers, Spinning, Track, Trainer',
  Swimming: 'Open Water, Pool, Race',
  Walking: 'Geocaching, Hiking, Nordic, Photography, Snowshoe, Treadmill',
  Skiing: 'Alpine, Nordic, Roller, Snowboard',
  Rowing: 'Canoe, Kayak, Kitesurf, Ocean Kayak, Rafting, Rowing Machine, Sailing, Standup Paddling, Windsurf',
  Skating: 'Board, Ice, Inline, Race, Track',
  Gym: 'Aerobics, Elliptical, Plyometrics, Rowing Machine, Spinning, Stair Climber, Stationary Bike, Strength, Stretching, Treadmill, Yoga',
} as const;

type Main = keyof typeof tree;

/** What each main type is among the sports; those of the FIT profile where it has them. */
const mainSports: Record<Main, string> = {
  Other: 'generic',
  Running: 'running',
  Cycling: 'cycling',
  Swimming: 'swimming',
  Walking: 'walking',
  Skiing: 'skiing',
  Rowing: 'rowing',
  Skating: 'skating',
  Gym: 'fitness_equipment',
};

/** Sub-types that the FIT profile has under another name, or as a sport. All others are sub-sports of their own name. */
const known: Readonly<Record<string, Sport>> = {
  'Other: Basketball': { sport: 'basketball' },
  'Other: Boxing': { sport: 'boxing' },
  'Other: Climbing': { sport: 'rock_climbing' },
  'Other: Driving': { sport: 'driving' },
  'Other: Flying': { sport: 'flying' },
  'Other: Football': { sport: 'american_football' },
  'Other: Kitesurf': { sport: 'kitesurfing' },
  'Other: Sailing': { sport: 'sailing' },
  'Other: Soccer': { sport: 'soccer' },
  'Other: Tennis': { sport: 'tennis' },
  'Other: Volleyball': { sport: 'volleyball' },
  'Other: Windsurf': { sport: 'windsurfing' },
  'Running: Road': { sport: 'running', subSport: 'street' },
  'Cycling: Indoor': { sport: 'cycling', subSport: 'indoor_cycling' },
  'Cycling: Spinning': { sport: 'cycling', subSport: 'spin' },
  'Cycling: Track': { sport: 'cycling', subSport: 'track_cycling' },
  'Swimming: Pool': { sport: 'swimming', subSport: 'lap_swimming' },
  'Walking: Hiking': { sport: 'hiking' },
  'Walking: Snowshoe': { sport: 'snowshoeing' },
  'Skiing: Alpine': { sport: 'alpine_skiing' },
  'Skiing: Nordic': { sport: 'cross_country_skiing' },
  'Skiing: Snowboard': { sport: 'snowboarding' },
  'Rowing: Kayak': { sport: 'kayaking' },
  'Rowing: Rafting': { sport: 'rafting' },
  'Rowing: Rowing Machine': { sport: 'rowing', subSport: 'indoor_rowing' },
  'Rowing: Standup Paddling': { sport: 'stand_up_paddleboarding' },
  'Skating: Ice': { sport: 'ice_skating' },
  'Skating: Inline': { sport: 'inline_skating' },
  'Gym: Rowing Machine': { sport: 'fitness_equipment', subSport: 'indoor_rowing' },
  'Gym: Spinning': { sport: 'fitness_equipment', subSport: 'spin' },
  'Gym: Stair Climber': { sport: 'fitness_equipment', subSport: 'stair_climbing' },
  'Gym: Stationary Bike': { sport: 'fitness_equipment', subSport: 'indoor_cycling' },
  'Gym: Strength': { sport: 'training', subSport: 'strength_training' },
  'Gym: Stretching': { sport: 'training', subSport: 'flexibility_training' },
  'Gym: Yoga': { sport: 'training', subSport: 'yoga' },
};

/** Sports that no type stands for, and the type that comes nearest; of all others that is `Other`. */
const nearest = new Map(
  Object.entries({
    e_biking: 'Cycling',
    motorcycling: 'Other: Driving',
    wheelchair_push_run: 'Running',
    wheelchair_push_walk: 'Walking',
    mountaineering: 'Walking: Hiking',
    floor_climbing: 'Other: Climbing',
    hang_gliding: 'Other: Flying',
    mixed_martial_arts: 'Other: Boxing',
    geocaching: 'Walking: Geocaching',
    winter_sport: 'Skiing',
    motor_sports: 'Other: Driving',
    canoeing: 'Rowing: Canoe',
    paddling: 'Rowing',
    pool_apnea: 'Swimming: Pool',
    diving: 'Swimming',
    snorkeling: 'Swimming',
    training: 'Gym',
    hiit: 'Gym',
    jump_rope: 'Gym',
    dance: 'Gym: Aerobics',
    meditation: 'Gym: Yoga',
    mobility: 'Gym: Stretching',
  }),
);

export interface Sport {
  sport: string;
  subSport?: string;
}

const slugOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');

/** Every type of the tree with what it is here. */
export const types: readonly (Sport & { type: string })[] = Object.entries(tree).flatMap(([main, subs]) => [
  { type: main, sport: mainSports[main as Main] },
  ...subs.split(', ').map((sub) => {
    const type = `${main}: ${sub}`;
    return { type, ...(known[type] ?? { sport: mainSports[main as Main], subSport: slugOf(sub) }) };
  }),
]);

const byType = new Map(types.map((entry) => [entry.type.toLowerCase(), entry]));
const keyOf = (sport: string, subSport: string | null | undefined) => `${sport} ${subSport ?? ''}`;
const bySport = new Map(types.map(({ type, sport, subSport }) => [keyOf(sport, subSport), type]));
const mainBySport = new Map(Object.entries(mainSports).map(([main, sport]) => [sport, main]));

/** What a type is here; of an unknown sub-type the main type with a name of its own, of an unknown type something generic. */
export function sportOf(type: string | undefined): Sport {
  const [main = '', sub] = (type ?? '').split(':').map((part) => part.trim());
  const written = sub ? `${main}: ${sub}` : main;
  const entry = byType.get(written.toLowerCase());
  if (entry) return { sport: entry.sport, ...(entry.subSport !== undefined && { subSport: entry.subSport }) };
  const sport = byType.get(main.toLowerCase())?.sport ?? mainSports.Other;
  const slug = slugOf(sub ?? '');
  return /^[a-z][a-z0-9_]{0,49}$/.test(slug) ? { sport, subSport: slug } : { sport };
}

/** The type that stands for a sport: the very one, else the main type. */
export const typeOf = (sport: string, subSport: string | null): string =>
  bySport.get(keyOf(sport, subSport)) ??
  bySport.get(keyOf(sport, null)) ??
  mainBySport.get(sport) ??
  nearest.get(sport) ??
  'Other';
