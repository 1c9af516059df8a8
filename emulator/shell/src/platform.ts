import * as Fluent from '@fluentui/react-components';
import * as React from 'react';
import * as ReactDOM from 'react-dom';

/** The libraries that a model-driven app supplies to code components, under the names by which built bundles look for them. */
Object.assign(window, { Reactv16: React, ReactDOMv16: ReactDOM, FluentUIReactv940: Fluent });
