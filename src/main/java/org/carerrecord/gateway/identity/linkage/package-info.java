/** How likely it is that two descriptions are of one person; pure: no database, no clock, no Spring (docs/linkage.md). */
@NullMarked
package org.carerrecord.gateway.identity.linkage;

import org.jspecify.annotations.NullMarked;
