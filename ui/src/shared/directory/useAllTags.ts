import { useQuery } from "@tanstack/react-query";
import { type Candidate, commands } from "@/bindings";
import { useDesk } from "@/shared/host";

const NONE: readonly Candidate[] = [];

/** Every tag of every robot, once it is wanted. */
export function useAllTags(wanted = true): readonly Candidate[] {
	const account = useDesk((desk) => desk.account?.id);
	const { data } = useQuery({
		queryKey: ["allTags", account],
		queryFn: async () => ((await commands.allTags()) as Candidate[] | null) ?? NONE,
		enabled: wanted,
	});
	return data ?? NONE;
}
