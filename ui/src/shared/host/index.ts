/** The desktop, as the rest of the window sees it: the only place that imports `@tauri-apps/*`. */

export {
	addAccount,
	askToLeave,
	beforeParting,
	endAdding,
	isInFront,
	signOutOf,
	switchAccount,
	switchToNext,
	useAccountMoves,
} from "./accounts";
export { freshRefusals } from "./changes";
export {
	keepOlderPage,
	letThreadGo,
	onAnotherAccount,
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
export { keepExports, useExports } from "./exports";
export { type FileSort, onFilesDropped, pickFiles, pickFolder, pickWhereToSave } from "./files";
export { endJump, type Jump, jumpToChat, jumpToMessage, useJump, useJumpIn } from "./jump";
export { type ChatPath, chatOf, chatPath } from "./keys";
export { markChats, markRobot, readRobotMarks, useRobotMarksStore } from "./marks";
export {
	chatAvatar,
	linkCover,
	memberAvatar,
	messageImage,
	messageStream,
	outgoingImage,
	robotAvatar,
	senderAvatar,
} from "./media";
export { useNames } from "./names";
export {
	type Asked,
	act,
	dismissRefusal,
	keepActions,
	useCustomerCard,
	useFriendRequests,
	useGroupCard,
	useKnowPeople,
	useRecordsAtStart,
	useTagLibrary,
} from "./people";
export { keepBroadcasts, useAddings, useBroadcasts, useReplacements } from "./plans";
export type { Desk } from "./push";
export { isOpen, needsDecision, newestFirst, recordPath } from "./records";
export { type Hue, type KnownRobot, robotsInOrder, useRobot, useRobots } from "./robots";
export type { LoadedThread } from "./threads";
export { allowedZoom, showZoomed, ZOOM_PERCENT } from "./zoom";
