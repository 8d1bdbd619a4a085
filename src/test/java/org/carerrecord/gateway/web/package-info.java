@NullMarked
package org.carerrecord.gateway.web;

import org.jspecify.annotations.NullMarked;
