/** What a view is to the page. */

/** A view. It is made when it is first opened, and kept. */
export interface Panel {
  element: HTMLElement;
  /** It is shown; the parameters are those of the address. */
  show?(parameters: URLSearchParams): void | Promise<void>;
  /** Another one is shown. */
  hide?(): void;
}

/** A module that makes a view. */
export interface PanelModule {
  create(): Panel | Promise<Panel>;
}
