import { useState } from "react";
import type { Assignee } from "@/bindings";
import { keep, readKept } from "@/shared/hooks/kept";
import { useDesk } from "@/shared/host";

/**
 * Under which name chats are assigned to whoever sits here. The platform tells no more than the account; several
 * people may share one and be told apart by the name that chats are assigned to, so it can be chosen.
 */
export function useMe(): { me: Assignee; setMe: (me: Assignee) => void } {
	const account = useDesk((desk) => desk.account);
	const [chosen, setChosen] = useState(keptNames);
	const id = account?.id ?? "";
	return {
		me: chosen[id] ?? account?.accessKey ?? "",
		setMe: (me) => {
			const next = { ...chosen, [id]: me };
			setChosen(next);
			keep("assignee", JSON.stringify(next));
		},
	};
}

/** Names by account. */
function keptNames(): Record<string, Assignee> {
	try {
		const kept: unknown = JSON.parse(readKept("assignee") ?? "{}");
		if (typeof kept !== "object" || kept === null) return {};
		return Object.fromEntries(
			Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
		);
	} catch {
		return {};
	}
}
