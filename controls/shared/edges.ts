interface Border {
  readonly borderTopWidth: string;
  readonly borderRightWidth: string;
  readonly borderBottomWidth: string;
  readonly borderLeftWidth: string;
  readonly borderTopStyle: 'solid';
  readonly borderRightStyle: 'solid';
  readonly borderBottomStyle: 'solid';
  readonly borderLeftStyle: 'solid';
  readonly borderTopColor: string;
  readonly borderRightColor: string;
  readonly borderBottomColor: string;
  readonly borderLeftColor: string;
}

/** A solid border, side by side: the Griffel of older platform versions refuses the CSS shorthand. */
export function border(width: string, color: string): Border {
  return {
    borderTopWidth: width,
    borderRightWidth: width,
    borderBottomWidth: width,
    borderLeftWidth: width,
    borderTopStyle: 'solid',
    borderRightStyle: 'solid',
    borderBottomStyle: 'solid',
    borderLeftStyle: 'solid',
    borderTopColor: color,
    borderRightColor: color,
    borderBottomColor: color,
    borderLeftColor: color,
  };
}

interface Corners {
  readonly borderTopLeftRadius: string;
  readonly borderTopRightRadius: string;
  readonly borderBottomLeftRadius: string;
  readonly borderBottomRightRadius: string;
}

export function corners(radius: string): Corners {
  return {
    borderTopLeftRadius: radius,
    borderTopRightRadius: radius,
    borderBottomLeftRadius: radius,
    borderBottomRightRadius: radius,
  };
}

interface Outline {
  readonly outlineWidth: string;
  readonly outlineStyle: 'solid';
  readonly outlineColor: string;
}

/** An outline survives forced colours, where backgrounds do not. */
export function outline(width: string, color: string): Outline {
  return { outlineWidth: width, outlineStyle: 'solid', outlineColor: color };
}
