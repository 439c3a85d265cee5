import type { ChatRow } from "@/bindings";
import { useGroupCard } from "@/shared/host";

/** Asks for the members of the open group, so that those who are named with @ are known by name. */
export function KnowMembers({ row }: { row: ChatRow }) {
	useGroupCard(row.key.robotKey, row.key.chatUser);
	return null;
}
