/**
 * The views of the window, in the order of the rail. A new view is one entry here and its words. The inbox has no
 * component: it stays mounted beneath the others, with its selection, its scroll position and what is being typed. The
 * others are read when they are first opened, or a moment after the start, whichever comes first.
 */
import {
	Activity as ActivityIcon,
	BookUser,
	Bot,
	ChartNoAxesCombined,
	type LucideIcon,
	Megaphone,
	MessagesSquare,
	Search as SearchIcon,
	Settings,
	UserPlus,
} from "lucide-react";
import type { ChatKey } from "@/bindings";
import { undecided } from "@/features/activity/model";
import type { Desk } from "@/shared/host";
import { type Later, later } from "@/shared/ui/later";

export type ViewId =
	| "inbox"
	| "search"
	| "requests"
	| "activity"
	| "contacts"
	| "broadcast"
	| "robots"
	| "lead"
	| "settings";

/** What the shell gives every view. */
export type ViewProps = {
	onOpenChat: (chat: ChatKey) => void;
	onBack: () => void;
	onShortcuts: () => void;
};

export type ShellView = {
	id: ViewId;
	icon: LucideIcon;
	label: `nav.${ViewId}`;
	/** None for the inbox. */
	component: Later<ViewProps> | null;
	/** At the lower end of the rail, apart from the work. */
	atFoot?: true;
	/** What the rail counts on it. */
	badge: (desk: Desk) => number;
	/** Pressed with Alt: what `KeyboardEvent.code` calls the key, and what stands on it. */
	shortcut: { code: string; key: string };
};

const none = () => 0;

export const VIEWS: readonly ShellView[] = [
	{
		id: "inbox",
		icon: MessagesSquare,
		label: "nav.inbox",
		component: null,
		badge: none,
		shortcut: { code: "Digit1", key: "1" },
	},
	{
		id: "search",
		icon: SearchIcon,
		label: "nav.search",
		component: later<ViewProps>(async () => (await import("@/features/search/Search")).Search),
		badge: none,
		shortcut: { code: "KeyF", key: "F" },
	},
	{
		id: "requests",
		icon: UserPlus,
		label: "nav.requests",
		component: later<ViewProps>(async () => (await import("@/features/requests/Requests")).Requests),
		badge: (desk) => count(desk.records.requests?.values() ?? [], (each) => each.state === "waiting"),
		shortcut: { code: "Digit2", key: "2" },
	},
	{
		id: "activity",
		icon: ActivityIcon,
		label: "nav.activity",
		component: later<ViewProps>(async () => (await import("@/features/activity/Activity")).Activity),
		badge: (desk) => undecided(desk.records.actions.values()),
		shortcut: { code: "Digit3", key: "3" },
	},
	{
		id: "contacts",
		icon: BookUser,
		label: "nav.contacts",
		component: later<ViewProps>(async () => (await import("@/features/contacts/Contacts")).Contacts),
		badge: none,
		shortcut: { code: "Digit4", key: "4" },
	},
	{
		id: "broadcast",
		icon: Megaphone,
		label: "nav.broadcast",
		component: later<ViewProps>(async () => (await import("@/features/broadcast/Broadcast")).Broadcast),
		badge: (desk) => desk.broadcasts,
		shortcut: { code: "Digit5", key: "5" },
	},
	{
		id: "robots",
		icon: Bot,
		label: "nav.robots",
		component: later<ViewProps>(async () => (await import("@/features/robot/RobotProfiles")).RobotProfiles),
		badge: none,
		shortcut: { code: "Digit6", key: "6" },
	},
	{
		id: "lead",
		icon: ChartNoAxesCombined,
		label: "nav.lead",
		component: later<ViewProps>(async () => (await import("./LeadView")).LeadView),
		badge: none,
		shortcut: { code: "Digit7", key: "7" },
	},
	{
		id: "settings",
		icon: Settings,
		label: "nav.settings",
		component: later<ViewProps>(async () => (await import("./SettingsView")).SettingsView),
		atFoot: true,
		badge: none,
		shortcut: { code: "Digit0", key: "0" },
	},
];

function count<T>(items: Iterable<T>, wanted: (item: T) => boolean): number {
	let found = 0;
	for (const item of items) if (wanted(item)) found += 1;
	return found;
}

/** Reads the views that were not opened yet, one after the other, so that a click finds them there. */
export async function prepareViews(): Promise<void> {
	for (const { component } of VIEWS) {
		// One that cannot be read says so when it is opened.
		await component?.prepare().catch(() => {});
	}
}
