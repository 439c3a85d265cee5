import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type LinkJudgement } from "@/bindings";
import { webAddress } from "@/shared/text/links";

/** What stands between a click on a link and the browser: a warning, or why it did not open. */
export type Leaving = { url: string; judgement: LinkJudgement | null; error: unknown };

/** Opens addresses of the web. Each is judged first; one that may deceive waits for the person's word. */
export function useLeaving() {
	const [leaving, setLeaving] = useState<Leaving | null>(null);
	const going = useMutation({
		mutationFn: async ({ url, shown }: { url: string; shown: string }) => {
			const judgement = await commands.judgeLink(url, shown);
			if (judgement.warnings.length > 0) setLeaving({ url, judgement, error: null });
			else await commands.openLink(judgement.url);
		},
		onError: (error, { url }) => setLeaving({ url, judgement: null, error }),
	});
	const sure = useMutation({
		mutationFn: (url: string) => commands.openLink(url),
		onSuccess: () => setLeaving(null),
		onError: (error) => setLeaving((before) => before && { ...before, error }),
	});
	const { mutate } = going;
	return {
		leaving,
		open: (address: string, shown: string) => {
			const url = webAddress(address);
			if (url !== null) mutate({ url, shown });
		},
		confirm: () => leaving?.judgement && sure.mutate(leaving.judgement.url),
		stay: () => setLeaving(null),
	};
}
