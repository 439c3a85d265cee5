/** Which chats the list shows: one choice, that the list, its views and the robots change. */
import { create } from "zustand";
import type { ListFilter, RobotKey, SavedView } from "@/bindings";
import { onAnotherAccount } from "@/shared/host";

export const NO_FILTER: ListFilter = {
	robots: [],
	kind: null,
	unread: false,
	mine: false,
	waiting: false,
	mentioned: false,
	tag: null,
	hidden: false,
	order: "latest",
};

type Choice = {
	/** The view that was chosen last; what was changed since makes `filter` differ from it. */
	viewId: string;
	filter: ListFilter;
};

const START: Choice = { viewId: "all", filter: NO_FILTER };

export const useListFilter = create<Choice>(() => START);
onAnotherAccount(() => useListFilter.setState(START, true));

export function chooseView(view: SavedView) {
	useListFilter.setState({ viewId: view.id, filter: view.filter });
}

export function changeFilter(part: Partial<ListFilter>) {
	useListFilter.setState(({ filter }) => ({ filter: { ...filter, ...part } }));
}

/** This robot's chats alone; if they are already, everybody's again. */
export function filterByRobot(key: RobotKey) {
	const { robots } = useListFilter.getState().filter;
	changeFilter({ robots: robots.length === 1 && robots[0] === key ? [] : [key] });
}

/** One more robot, or one less. */
export function toggleRobot(key: RobotKey) {
	const { robots } = useListFilter.getState().filter;
	changeFilter({
		robots: robots.includes(key) ? robots.filter((each) => each !== key) : [...robots, key],
	});
}

export function forgetFilter() {
	useListFilter.setState(START);
}

export function sameFilter(a: ListFilter, b: ListFilter): boolean {
	const { robots: ofA, ...restA } = a;
	const { robots: ofB, ...restB } = b;
	const same = (Object.keys(restA) as (keyof typeof restA)[]).every((name) => restA[name] === restB[name]);
	return same && ofA.length === ofB.length && ofA.every((key) => ofB.includes(key));
}
