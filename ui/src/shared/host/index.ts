/** The desktop, as the rest of the window sees it: the only place that imports `@tauri-apps/*`. */
export {
	keepOlderPage,
	readNewestPage,
	refreshDesk,
	savePreferences,
	touchThread,
	useChat,
	useDesk,
	useDeskStore,
	useThread,
} from "./desk";
export { type CommandFailure, commandFailure } from "./errors";
export { type ChatPath, chatOf, chatPath } from "./keys";
export { markChats, markRobot, NO_ROBOT_MARKS, readRobotMarks, useRobotMarksStore } from "./marks";
export { chatAvatar, linkCover, messageImage, robotAvatar, senderAvatar } from "./media";
export type { Desk } from "./push";
export { type Hue, type KnownRobot, robotsInOrder, robotsWithHues, useRobot, useRobots } from "./robots";
export type { LoadedThread } from "./threads";
