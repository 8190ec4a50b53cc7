/** By this the canvas knows a component that is dragged out of the palette. */
export const componentMimeType = 'application/x-guidepost-component';
