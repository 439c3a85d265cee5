import { useMutation, useMutationState } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Action, CustomerCard, LabelId } from "@/bindings";
import { act, freshRefusals, isOpen, useDesk, useTagLibrary } from "@/shared/host";
import { MINUTE_MS } from "@/shared/time/model";
import { useNow } from "@/shared/time/useNow";
import { chipGroups, type Wish, wanted } from "./model";

/** A customer's tags with what is on its way, and how to change them. */
export function useTags(card: CustomerCard) {
	const { robotKey: robot, id: customer } = card.customer;
	const records = useDesk((desk) => desk.records);
	const now = useNow(MINUTE_MS);
	const library = useTagLibrary(robot);
	const mutationKey = useMemo(() => ["tags", robot, customer], [robot, customer]);
	const asking = useMutation({
		mutationKey,
		mutationFn: ({ add, remove }: Wish) =>
			act(robot, { kind: "changeTags", customer, add: [...add], remove: [...remove] }),
	});
	const onTheWay = useMutationState({
		filters: { mutationKey, status: "pending" },
		select: (mutation) => mutation.state.variables as Wish,
	});
	const concerns = (action: Action) => action.kind === "changeTags" && action.customer === customer;
	const open = [...records.actions.values()].filter(
		(row) => row.robotKey === robot && isOpen(row) && concerns(row.action),
	);
	const wishes = wanted(open, onTheWay);
	const carries = new Set<LabelId>(card.tags.map((tag) => tag.id));
	const known = library.value?.library ?? null;

	return {
		library,
		groups: chipGroups(card, known, wishes),
		/** Whether the customer has a tag, or will once everything is through. */
		has: (id: LabelId) => wishes.get(id) ?? carries.has(id),
		isPending: (id: LabelId) => wishes.has(id) && wishes.get(id) !== carries.has(id),
		toggle: (id: LabelId) => {
			const has = wishes.get(id) ?? carries.has(id);
			asking.mutate(has ? { add: [], remove: [id] } : { add: [id], remove: [] });
		},
		error: asking.isError ? asking.error : null,
		refused: freshRefusals(records, robot, concerns, now),
	};
}

export type Tags = ReturnType<typeof useTags>;
