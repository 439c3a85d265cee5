import { useQuery } from "@tanstack/react-query";
import { type ChatRow, commands } from "@/bindings";
import { useRobot } from "@/shared/host";
import type { VariableValues } from "@/shared/replies/variables";
import { oneLine } from "@/shared/text/plain";

/** What the variables of a quick reply stand for in this chat. A group is no customer: it has no name and remark. */
export function useReplyValues(row: ChatRow, wanted: boolean): () => VariableValues {
	const { robotKey, chatUser } = row.key;
	const single = row.kind === "single";
	const robot = useRobot(robotKey);
	const card = useQuery({
		queryKey: ["customerCard", robotKey, chatUser],
		queryFn: () => commands.customerCard(robotKey, chatUser),
		enabled: single && wanted,
	});
	const known = (text: string | null | undefined) => (text?.trim() ? oneLine(text) : null);
	return () => ({
		customer: single ? known(card.data?.customer.name ?? row.name) : null,
		remark: single ? known(card.data?.customer.remark) : null,
		robot: known(robot?.robot.name),
		now: new Date(),
	});
}
