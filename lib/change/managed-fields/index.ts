export { appliedOver } from './applied';
export { doubledChoices, type DoubledChoice } from './choices';
export { liveOwners } from './live-owners';
export { kubectl, ownersAfter, ownersOf } from './owners';
export { stayingFields, type StayingField } from './staying';
