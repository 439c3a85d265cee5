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
export { type FileSort, onFilesDropped, type Picked, pickFiles, pickWhereToSave } from "./files";
export { type ChatPath, chatOf, chatPath } from "./keys";
export { chatAvatar, linkCover, messageImage, outgoingImage, robotAvatar, senderAvatar } from "./media";
export type { Desk } from "./push";
export { type Hue, type KnownRobot, robotsWithHues, useRobot, useRobots } from "./robots";
export type { LoadedThread } from "./threads";
