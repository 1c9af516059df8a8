/// <reference types="powerapps-component-framework" />
