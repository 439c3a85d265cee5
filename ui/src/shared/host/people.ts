/** Cards, tags, friend requests and actions, as views ask for them. What is on screen stays true by the pushes. */
import { useEffect, useState } from "react";
import {
	type Action,
	type CustomerCard,
	type CustomerId,
	commands,
	type GroupCard,
	type GroupId,
	type KnownTags,
	type MessageId,
	type QueuedAction,
	type ReceivedRequest,
	type RobotKey,
} from "@/bindings";
import { useShown } from "../hooks/shown";
import { changeRecords, useDesk } from "./desk";
import { nameOf } from "./names";
import {
	dismiss,
	putActions,
	putCustomer,
	putGroup,
	putLibrary,
	putRequests,
	type RecordPath,
	type Records,
	recordPath,
} from "./records";

export type Asked<T> = {
	/** `undefined` until the answer is here. */
	value: T | undefined;
	error: unknown;
	retry: () => void;
};

/** Asks when the view opens, and again after every snapshot: what was told meanwhile is not known. */
export function useAsked<T>(
	name: string,
	ask: () => Promise<(records: Records) => Records>,
	select: (records: Records) => T | undefined,
): Asked<T> {
	const value = useDesk((desk) => select(desk.records));
	const snapshot = useDesk((desk) => desk.snapshot);
	// The engine tells of the cards that were asked for lately only: whoever comes back asks again.
	const shown = useShown();
	const [attempt, setAttempt] = useState(0);
	const [failed, setFailed] = useState<{ name: string; error: unknown } | null>(null);
	// biome-ignore lint/correctness/useExhaustiveDependencies: the name says what is asked for.
	useEffect(() => {
		if (!shown) return;
		let current = true;
		ask().then(
			(change) => {
				changeRecords(change);
				if (current) setFailed(null);
			},
			(error: unknown) => current && setFailed({ name, error }),
		);
		return () => {
			current = false;
		};
	}, [name, snapshot, attempt, shown]);
	return {
		value,
		error: failed?.name === name ? failed.error : null,
		retry: () => {
			setFailed(null);
			setAttempt((before) => before + 1);
		},
	};
}

/** What the cache knows of a customer; null if the platform's lists never named them. */
export function useCustomerCard(robot: RobotKey, customer: CustomerId): Asked<CustomerCard | null> {
	return useAsked(
		`customer ${recordPath(robot, customer)}`,
		async () => {
			const card = await commands.customerCard(robot, customer);
			return (records) => putCustomer(records, robot, customer, card);
		},
		(records) => records.customers.get(recordPath(robot, customer)),
	);
}

export function useGroupCard(robot: RobotKey, group: GroupId): Asked<GroupCard | null> {
	return useAsked(
		`group ${recordPath(robot, group)}`,
		async () => {
			const card = await commands.groupCard(robot, group);
			return (records) => putGroup(records, robot, group, card);
		},
		(records) => records.groups.get(recordPath(robot, group)),
	);
}

export function useTagLibrary(robot: RobotKey): Asked<KnownTags | null> {
	return useAsked(
		`tags ${robot}`,
		async () => {
			const tags = await commands.tagLibrary(robot);
			return (records) => putLibrary(records, robot, tags);
		},
		(records) => records.libraries.get(robot),
	);
}

/** Every friend request that came, by `<robot key>/<who asks>`. */
export function useFriendRequests(): Asked<ReadonlyMap<RecordPath, ReceivedRequest>> {
	return useAsked(
		"requests",
		async () => {
			const requests = await commands.friendRequests();
			return (records) => putRequests(records, requests);
		},
		(records) => records.requests ?? undefined,
	);
}

/** The newest actions that are read at the start: what is open is among them. */
const AT_START = 200;

/** Reads what badges count, what panels show as pending, and what tags are called. Once, by the shell. */
export function useRecordsAtStart(): Asked<true> {
	const robots = useDesk((desk) => desk.robots.map((robot) => robot.key).join(" "));
	return useAsked(
		`start ${robots}`,
		async () => {
			const keys = robots.split(" ").filter((key) => key !== "");
			const [requests, undecided, newest, libraries] = await Promise.all([
				commands.friendRequests(),
				commands.undecidedActions(),
				commands.actions(null, null, AT_START),
				Promise.all(keys.map((key) => commands.tagLibrary(key))),
			]);
			return (records) =>
				libraries.reduce(
					(known, tags) => (tags === null ? known : putLibrary(known, tags.robotKey, tags)),
					putActions(putActions(putRequests(records, requests), newest), undecided),
				);
		},
		(records) => (records.requests === null ? undefined : true),
	);
}

/** Looks up people that an action names and no list on screen does, so that they are shown by name. */
export function useKnowPeople(robot: RobotKey, ids: readonly CustomerId[]): void {
	// Joined, because a new list would be another answer every time.
	const unknown = useDesk((desk) =>
		ids
			.filter((id) => !desk.records.customers.has(recordPath(robot, id)) && nameOf(desk, robot, id) === null)
			.join(" "),
	);
	useEffect(() => {
		for (const id of unknown.split(" ").filter((each) => each !== "")) {
			commands.customerCard(robot, id).then(
				(card) => changeRecords((records) => putCustomer(records, robot, id, card)),
				// The id stands there then, which is all that is known.
				() => undefined,
			);
		}
	}, [robot, unknown]);
}

export function keepActions(rows: readonly QueuedAction[]): void {
	changeRecords((records) => putActions(records, rows));
}

/** The person has read why it was refused. */
export function dismissRefusal(id: MessageId): void {
	changeRecords((records) => dismiss(records, id));
}

/** Asks a robot for something. Once this resolves, the row of the action is among the records. */
export async function act(robot: RobotKey, action: Action): Promise<MessageId> {
	const id = await commands.act(robot, action);
	const row = await commands.action(id);
	if (row !== null) keepActions([row]);
	return id;
}
