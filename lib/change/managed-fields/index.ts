export { appliedOver } from './applied';
export { liveOwners } from './live-owners';
export { kubectl, ownersOf } from './owners';
export { stayingFields, type StayingField } from './staying';
