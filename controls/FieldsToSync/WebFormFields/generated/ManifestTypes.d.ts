/*
*This is auto generated from the ControlManifest.Input.xml file
*/

// Define IInputs and IOutputs Type. They should match with ControlManifest.
export interface IInputs {
    selection: ComponentFramework.PropertyTypes.StringProperty;
    tables: ComponentFramework.PropertyTypes.StringProperty;
    fields: ComponentFramework.PropertyTypes.StringProperty;
}
export interface IOutputs {
    selection?: string;
    fields?: string;
}
