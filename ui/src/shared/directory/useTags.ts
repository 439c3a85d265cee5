import { useQuery } from "@tanstack/react-query";
import { type Candidate, commands } from "@/bindings";
import { useDesk } from "@/shared/host";

const NONE: readonly Candidate[] = [];

/** Every tag of every robot, once somebody wants to filter by one. */
export function useTags(wanted: boolean): readonly Candidate[] {
	const account = useDesk((desk) => desk.account?.id);
	const { data } = useQuery({
		queryKey: ["allTags", account],
		queryFn: async () => ((await commands.allTags()) as Candidate[] | null) ?? NONE,
		enabled: wanted,
	});
	return data ?? NONE;
}
