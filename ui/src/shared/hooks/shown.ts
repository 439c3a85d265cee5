import { createContext, useContext } from "react";

/** False for a view that keeps its place while another one is shown: what is in it is not being read. */
export const Shown = createContext(true);

export function useShown(): boolean {
	return useContext(Shown);
}
