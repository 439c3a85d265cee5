/** What a person puts together for a broadcast, and what is still missing. Pure. */
import type {
	Audience,
	BroadcastContent,
	BroadcastDraft,
	BroadcastPace,
	BroadcastRecord,
	BroadcastSchedule,
	Recipients,
	RobotKey,
	Timestamp,
	Weekday,
} from "@/bindings";
import type { Entry, EntryKind } from "@/shared/directory/entries";
import { webAddress } from "@/shared/text/links";

/** Spec 2.7: more is advised against. */
export const MOST_PARTS = 8;
/** Spec 2.7: the shortest pause of one's own choice, in seconds (Q58). */
export const SHORTEST_PAUSE_S = 45;

export type Part = { readonly key: number; readonly content: BroadcastContent };
export type Step = "audience" | "content" | "timing" | "plan";
export const STEPS: readonly Step[] = ["audience", "content", "timing", "plan"];

export type Form = {
	readonly step: Step;
	readonly kind: EntryKind;
	readonly chosen: ReadonlyMap<string, Entry>;
	readonly name: string;
	readonly parts: readonly Part[];
	readonly when: BroadcastSchedule["kind"];
	/** As the field for a day and a time writes it, by this computer's clock. */
	readonly onceAt: string;
	/** `09:30`, in Shanghai. */
	readonly weeklyAt: string;
	readonly days: readonly Weekday[];
	readonly pace: BroadcastPace["kind"];
	readonly minS: string;
	readonly maxS: string;
};

export const NEW_FORM: Form = {
	step: "audience",
	kind: "customer",
	chosen: new Map(),
	name: "",
	parts: [{ key: 1, content: { kind: "text", text: "" } }],
	when: "now",
	onceAt: "",
	weeklyAt: "10:00",
	days: ["monday"],
	pace: "default",
	minS: "60",
	maxS: "120",
};

export function emptyContent(kind: BroadcastContent["kind"]): BroadcastContent {
	switch (kind) {
		case "text":
			return { kind, text: "" };
		case "image":
		case "file":
			return { kind, url: "" };
		case "link":
			return { kind, title: "", link: "", description: "", coverUrl: null, isMusic: false };
		case "miniProgram":
			return { kind, title: "", description: "", senderName: "", senderAvatarUrl: "", logoUrl: "" };
	}
}

export type PartProblem = "empty" | "address" | "coverQuery";

export function partProblem(content: BroadcastContent): PartProblem | null {
	const isAddress = (text: string) => webAddress(text.trim()) !== null;
	switch (content.kind) {
		case "text":
			return content.text.trim() === "" ? "empty" : null;
		case "image":
		case "file":
			return content.url.trim() === "" ? "empty" : isAddress(content.url) ? null : "address";
		case "link": {
			if (content.title.trim() === "" || content.link.trim() === "") return "empty";
			if (!isAddress(content.link)) return "address";
			const cover = content.coverUrl?.trim() ?? "";
			if (cover === "") return null;
			// The platform cannot fetch a cover whose address has a query (Q56).
			return !isAddress(cover) ? "address" : cover.includes("?") ? "coverQuery" : null;
		}
		case "miniProgram":
			return content.title.trim() === "" || content.senderName.trim() === "" ? "empty" : null;
	}
}

export type Missing = "nobody" | "name" | "content" | "noTime" | "past" | "noDays" | "pause";

/** The first thing that keeps a step from being done. */
export function missing(form: Form, step: Step, now: Timestamp): Missing | null {
	switch (step) {
		case "audience":
			return form.chosen.size === 0 ? "nobody" : null;
		case "content":
			if (form.name.trim() === "") return "name";
			return form.parts.length === 0 || form.parts.some(({ content }) => partProblem(content) !== null)
				? "content"
				: null;
		case "timing": {
			if (form.when === "once") {
				const at = new Date(form.onceAt).getTime();
				if (Number.isNaN(at)) return "noTime";
				if (at <= now) return "past";
			}
			if (form.when === "weekly") {
				if (!/^\d{2}:\d{2}$/.test(form.weeklyAt)) return "noTime";
				if (form.days.length === 0) return "noDays";
			}
			if (form.pace === "default") return null;
			const min = Number(form.minS);
			const max = Number(form.maxS);
			const whole = Number.isInteger(min) && Number.isInteger(max);
			return whole && min >= SHORTEST_PAUSE_S && max >= min ? null : "pause";
		}
		case "plan":
			return null;
	}
}

export function draftOf(form: Form): BroadcastDraft {
	return {
		name: form.name.trim(),
		contents: form.parts.map(({ content }) => trimmed(content)),
		audience: audienceOf(form.kind, form.chosen.values()),
		schedule: scheduleOf(form),
		pace:
			form.pace === "default"
				? { kind: "default" }
				: { kind: "between", minS: Number(form.minS), maxS: Number(form.maxS) },
	};
}

function trimmed(content: BroadcastContent): BroadcastContent {
	switch (content.kind) {
		case "image":
		case "file":
			return { ...content, url: content.url.trim() };
		case "link":
			return { ...content, link: content.link.trim(), coverUrl: content.coverUrl?.trim() || null };
		default:
			return content;
	}
}

function audienceOf(kind: EntryKind, chosen: Iterable<Entry>): Audience {
	const robots = new Map<RobotKey, string[]>();
	for (const { robotKey, id } of chosen) robots.set(robotKey, [...(robots.get(robotKey) ?? []), id]);
	const recipients = [...robots].map(([robotKey, to]): Recipients<string> => ({ robotKey, to }));
	return kind === "customer" ? { kind: "customers", recipients } : { kind: "groups", recipients };
}

function scheduleOf(form: Form): BroadcastSchedule {
	if (form.when === "once") return { kind: "once", at: new Date(form.onceAt).getTime() };
	if (form.when === "now") return { kind: "now" };
	const [hour, minute] = form.weeklyAt.split(":").map(Number);
	return { kind: "weekly", hour: hour ?? 0, minute: minute ?? 0, days: [...form.days] };
}

export type Matched = {
	readonly entries: readonly Entry[];
	/** Lines that name nobody of the list. */
	readonly unmatched: readonly string[];
	/** Names that several people share: which one is meant is not guessed. */
	readonly ambiguous: readonly string[];
};

/** Finds who the lines of a file name, by id or by the whole name or remark, in the first cell that names anybody. */
export function matchLines(text: string, entries: readonly Entry[]): Matched {
	const byWord = new Map<string, Entry[]>();
	for (const entry of entries)
		for (const word of new Set([entry.id, entry.name, entry.kind === "customer" ? entry.second : null]))
			if (word) byWord.set(word, [...(byWord.get(word) ?? []), entry]);
	const matched = new Map<string, Entry>();
	const unmatched: string[] = [];
	const ambiguous: string[] = [];
	for (const line of text.split(/\r\n|\r|\n/)) {
		if (line.trim() === "") continue;
		const cells = line.split(/[,\t;，；]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
		const named = cells.map((cell) => byWord.get(cell)).find((each) => each !== undefined);
		if (named === undefined) unmatched.push(line.trim());
		// One customer of several robots is one person; the plan chooses the robot.
		else if (new Set(named.map(({ id }) => id)).size > 1) ambiguous.push(line.trim());
		else for (const entry of named) matched.set(entry.path, entry);
	}
	return { entries: [...matched.values()], unmatched, ambiguous };
}

/** A text file of whatever spreadsheet: UTF-8, or what Excel writes in China. */
export function decoded(bytes: ArrayBuffer): string {
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		return new TextDecoder("gb18030").decode(bytes);
	}
}

/** True once the person has done both: said that they understand, and typed how many. */
export function isConfirmed(understood: boolean, typedCount: string, recipients: number): boolean {
	return understood && typedCount.trim() === String(recipients);
}

/** Whether a person still has to look after it. */
export function wantsPerson(record: BroadcastRecord): boolean {
	return record.state === "unknown" && record.decidedAt === null;
}

/** A file's name, out of its address. */
export function nameInAddress(url: string): string {
	const address = webAddress(url.trim());
	if (address === null) return url;
	const last = new URL(address).pathname.split("/").at(-1) ?? "";
	try {
		return decodeURIComponent(last) || url;
	} catch {
		return last;
	}
}
