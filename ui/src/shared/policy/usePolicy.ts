import { useQuery } from "@tanstack/react-query";
import { commands, type Policy } from "@/bindings";

/** The organisation's rules for this computer; null until they are known. The engine refuses by itself what they forbid. */
export function usePolicy(): Policy | null {
	const policy = useQuery({
		queryKey: ["policy"],
		queryFn: () => commands.policy(),
		staleTime: Number.POSITIVE_INFINITY,
	});
	return policy.data ?? null;
}
