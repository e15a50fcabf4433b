package main

import (
	"example.com/pulumi-adobe-aep/sdk/go/adobeaep/catalog"
	"example.com/pulumi-adobe-aep/sdk/go/adobeaep/xdm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const event = "https://ns.adobe.com/xdm/context/experienceevent"

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		chat, err := xdm.NewFieldGroup(ctx, "chat", &xdm.FieldGroupArgs{
			IntendedToExtend: pulumi.StringArray{pulumi.String(event)},
			Properties: xdm.XdmFieldMap{"chat": xdm.XdmFieldArgs{
				Type: xdm.XdmFieldTypeObject,
				Properties: xdm.XdmFieldMap{"email": xdm.XdmFieldArgs{
					Type:  xdm.XdmFieldTypeString,
					Title: pulumi.String("E-mail"),
				}},
			}},
		})
		if err != nil {
			return err
		}
		events, err := xdm.NewSchema(ctx, "events", &xdm.SchemaArgs{
			Class:       pulumi.String(event),
			FieldGroups: xdm.FieldGroupRefArray{&xdm.FieldGroupRefArgs{Ref: chat.ID(), Fields: chat.Fields}},
		})
		if err != nil {
			return err
		}
		_, err = xdm.NewIdentityDescriptor(ctx, "email", &xdm.IdentityDescriptorArgs{
			SchemaId:  events.ID(),
			Fields:    events.Fields,
			Property:  pulumi.String("_tenant.chat.email"),
			Namespace: pulumi.String("Email"),
		})
		if err != nil {
			return err
		}
		rows, err := catalog.NewDataset(ctx, "rows", &catalog.DatasetArgs{
			SchemaId:      events.ID(),
			RetentionDays: pulumi.Int(90),
		})
		if err != nil {
			return err
		}
		ctx.Export("datasetId", rows.ID())
		return nil
	})
}
