// Generated from solution/ by `npm run generate`. Do not edit: change the solution and generate again.

/** Our tables. A lookup reads as `valueProperty` and is bound as `navigationProperty`@odata.bind; views are the public ones. */
export * as Tables from './table-definitions.js';

/** Our global choices with the number of each option, by its code where it stands for one, else by its label. */
export * as Choices from './choice-definitions.js';
