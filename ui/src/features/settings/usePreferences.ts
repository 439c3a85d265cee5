import { useMutation } from "@tanstack/react-query";
import type { Preferences } from "@/bindings";
import { savePreferences, useDesk } from "@/shared/host";

/** Theme and language, and changing them at once. */
export function usePreferences() {
	const preferences = useDesk((desk) => desk.preferences);
	const saving = useMutation({ mutationFn: savePreferences });
	return {
		preferences,
		failed: saving.isError,
		error: saving.error,
		change: (part: Partial<Preferences>) => saving.mutate({ ...preferences, ...part }),
	};
}
