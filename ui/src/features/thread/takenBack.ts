import { createContext, useContext } from "react";
import type { ChatKey, Composed } from "@/bindings";

export type OnTakenBack = (chat: ChatKey, part: Composed) => void;

/** Who takes what a person gave up in the thread: the box of its chat. */
export const TakenBack = createContext<OnTakenBack>(() => undefined);

export function useTakenBack(): OnTakenBack {
	return useContext(TakenBack);
}
