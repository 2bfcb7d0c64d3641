export { activityStories, activityStoriesInEnglish } from './activities.ts';
export { businessSystemStories } from './business-system.ts';
export { englishStories } from './english.ts';
export { infrastructureStories } from './infrastructure.ts';
export { workplaceStories } from './workplace.ts';
